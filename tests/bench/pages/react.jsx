// The question in React. It says which window it is and who sits there, so it asks for that first, as our page does.
import { createRoot } from "react-dom/client";
import { useState } from "react";

function Page({ page }) {
  const [satisfied, choose] = useState(null);
  const [comment, write] = useState("");
  const send = (event) => {
    event.preventDefault();
    fetch("/rate", { method: "POST", body: JSON.stringify({ satisfied, comment }) });
  };
  return (
    <form onSubmit={send}>
      <h1>{page.unit.zh} {page.window.id} 号窗口</h1>
      <p>{page.shifts[0]?.director.zh}</p>
      <h2>这次办事，您满意吗？</h2>
      <button type="button" name="satisfied" onClick={() => choose(true)}>满意</button>
      <button type="button" name="satisfied" onClick={() => choose(false)}>不满意</button>
      <textarea value={comment} onChange={(event) => write(event.target.value)} />
      <button>提交</button>
    </form>
  );
}
const show = (page) => createRoot(document.getElementById("app")).render(<Page page={page} />);
const known = { unit: { zh: "税务" }, window: { id: "07" }, shifts: [] };
if (location.pathname === "/react-data") fetch("/window.json").then((answer) => answer.json()).then(show);
else show(known);
