// The question in Vue with the parts of Vant it needs.
import { Button, Field, Rate } from "vant";
import { createApp, h, ref } from "vue";
import "vant/es/button/style/index.mjs";
import "vant/es/field/style/index.mjs";
import "vant/es/rate/style/index.mjs";

createApp({
  setup() {
    const level = ref(0);
    const comment = ref("");
    const send = () => fetch("/rate", { method: "POST", body: JSON.stringify([level.value, comment.value]) });
    return () =>
      h("form", [
        h("h1", "税务 07 号窗口"),
        h("h2", "这次办事，您满意吗？"),
        h(Button, { name: "satisfied", onClick: () => (level.value = 5) }, () => "满意"),
        h(Button, { name: "satisfied", onClick: () => (level.value = 1) }, () => "不满意"),
        h(Rate, { modelValue: level.value, "onUpdate:modelValue": (value) => (level.value = value) }),
        h(Field, { modelValue: comment.value, "onUpdate:modelValue": (value) => (comment.value = value), type: "textarea" }),
        h(Button, { type: "primary", onClick: send }, () => "提交"),
      ]);
  },
}).mount("#app");
