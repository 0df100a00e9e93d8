// The question in SurveyJS.
import { Model } from "survey-core";
import { renderSurvey } from "survey-js-ui";
import "survey-core/survey-core.css";

const survey = new Model({
  title: "税务 07 号窗口",
  elements: [
    { type: "radiogroup", name: "satisfied", title: "这次办事，您满意吗？", choices: ["满意", "不满意"] },
    { type: "comment", name: "comment" },
  ],
});
survey.onComplete.add((sender) => fetch("/rate", { method: "POST", body: JSON.stringify(sender.data) }));
renderSurvey(survey, document.getElementById("app"));
