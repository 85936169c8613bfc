// The line between the form and the planner: passes visits on, and answers back.
export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.getRootNode().host ?? parentElement;
  if (host.pass) window.removeEventListener("planner-sign-post", host.pass);
  host.pass = ({ detail }) => setTriggerValue("post", detail);
  window.addEventListener("planner-sign-post", host.pass);
  window.dispatchEvent(new CustomEvent("planner-sign-answers", { detail: data }));
  return () => window.removeEventListener("planner-sign-post", host.pass);
}
