// Brings the visits of the outbox to the planner, however often the connection is lost; the planner keeps each only once.
const LOOK_MS = 4000;
const FIRST_PATIENCE_MS = 20000;
const MOST_PATIENCE_MS = 160000;
const MOST_IN_ONE = 5;
const MOST_CHARACTERS = 3000000;

function startSending({ outbox, held, own, onReceipts, onState }) {
  const answered = new Set();
  let underWay = null;
  let patienceMs = FIRST_PATIENCE_MS;

  function waiting() {
    return outbox.entries().filter((entry) => !entry.problem && !entry.versions && entry.visit.id !== held());
  }

  async function look() {
    if (!waiting().length) {
      onState("idle");
    } else if (!(await connected())) {
      onState("offline");
    } else if (underWay === null || Date.now() - underWay.since > patienceMs) {
      if (underWay !== null) patienceMs = Math.min(MOST_PATIENCE_MS, patienceMs * 2);
      send();
    }
  }

  function send() {
    const visits = oneLoad(waiting());
    if (!visits.length) return;
    underWay = { batch: randomName(), since: Date.now() };
    onState("sending");
    window.dispatchEvent(new CustomEvent("planner-sign-post", { detail: { batch: underWay.batch, visits, own: own() } }));
  }

  async function receive({ detail }) {
    if (!detail.batch || answered.has(detail.batch)) return;
    answered.add(detail.batch);
    patienceMs = FIRST_PATIENCE_MS;
    await onReceipts(detail);
    // What is wrong with the city folder is not mended at once: the next try waits.
    underWay = detail.problem ? { batch: null, since: Date.now() } : null;
    if (!detail.problem) look();
  }

  function returned() {
    patienceMs = FIRST_PATIENCE_MS;
    look();
  }

  const timer = setInterval(look, LOOK_MS);
  window.addEventListener("planner-sign-answers", receive);
  window.addEventListener("online", returned);
  document.addEventListener("visibilitychange", returned);
  return {
    look,
    stop() {
      clearInterval(timer);
      window.removeEventListener("planner-sign-answers", receive);
      window.removeEventListener("online", returned);
      document.removeEventListener("visibilitychange", returned);
    },
  };
}

function oneLoad(entries) {
  const visits = [];
  let characters = 0;
  for (const { visit } of entries.slice(0, MOST_IN_ONE)) {
    characters += visit.photo?.length ?? 0;
    if (visits.length && characters > MOST_CHARACTERS) break;
    visits.push(visit);
  }
  return visits;
}

async function connected() {
  // Streamlit says on its own frame whether its line is open; a line that broke silently is found by asking the server.
  const state = document.querySelector("[data-test-connection-state]")?.getAttribute("data-test-connection-state");
  if (state && state !== "CONNECTED") return false;
  try {
    return (await fetch(new URL("_stcore/health", document.baseURI), { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
