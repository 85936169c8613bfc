// On the planner's page: the form is made once, and sends by way of the element that holds the line to the planner.
async function begin(holder, root, data) {
  const store = await openStore(`planner-signs-${data.city}`);
  const outbox = await openOutbox(store);
  const form = new SignForm(root, data, store, outbox);
  holder.form = form;
  await form.restore();
  if (holder.gone) return;
  form.sending = startSending({
    outbox,
    held: () => form.draft.replaces,
    own: () => form.sent.map(({ id }) => id),
    onReceipts: (detail) => form.received(detail),
    onState: (line) => form.lineIs(line),
  });
  form.sending.look();
}

function end(holder) {
  holder.gone = true;
  holder.form?.sending?.stop();
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".sign-form");
  const host = parentElement.getRootNode().host ?? root;
  // Where the line breaks, Streamlit locks the whole page behind a message; this form stays usable.
  host.setAttribute("data-react-aria-top-layer", "true");
  host.classList.add("sign-form-host");
  const written = JSON.stringify(data);
  if (host.holder?.root !== root) {
    if (host.holder) end(host.holder);
    host.holder = { root, written, form: null, gone: false };
    begin(host.holder, root, data);
  } else if (host.holder.written !== written) {
    host.holder.written = written;
    host.holder.form?.renew(data);
    host.holder.form?.show("place");
  }
  return () => {
    if (host.holder) end(host.holder);
    host.holder = undefined;
  };
}
