// The question in Preact, as small as it gets.
import { render } from "preact";
import { useState } from "preact/hooks";

function Page() {
  const [satisfied, choose] = useState(null);
  const [comment, write] = useState("");
  const send = (event) => {
    event.preventDefault();
    fetch("/rate", { method: "POST", body: JSON.stringify({ satisfied, comment }) });
  };
  return (
    <form onSubmit={send}>
      <h1>税务 07 号窗口</h1>
      <h2>这次办事，您满意吗？</h2>
      <button type="button" name="satisfied" onClick={() => choose(true)}>满意</button>
      <button type="button" name="satisfied" onClick={() => choose(false)}>不满意</button>
      <textarea value={comment} onInput={(event) => write(event.target.value)} />
      <button>提交</button>
    </form>
  );
}
render(<Page />, document.getElementById("app"));
