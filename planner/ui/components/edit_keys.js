// Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) press the buttons that take back and make again, but never while somebody writes:
// there they belong to the text.
const WRITES_NOT = ["button", "checkbox", "color", "file", "radio", "range", "reset", "submit"];

function isWritten(target) {
  if (!(target instanceof Element)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !WRITES_NOT.includes(target.type);
}

function asked(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.repeat) return null;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" && !event.shiftKey ? "redo" : null;
}

export default function () {
  const press = (event) => {
    const step = asked(event);
    // A field inside a part of its own, as the form for signs, is only known by the way the key came.
    if (!step || event.composedPath().some(isWritten)) return;
    const button = document.querySelector(`.st-key-step_${step} button:not(:disabled)`);
    if (!button) return;
    event.preventDefault();
    button.click();
  };
  window.addEventListener("keydown", press);
  return () => window.removeEventListener("keydown", press);
}
