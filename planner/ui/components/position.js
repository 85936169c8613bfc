// A button that asks the browser, and the browser its user, where this device is. Nothing leaves the page but the answer.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.onclick = () => {
    if (!window.isSecureContext || !navigator.geolocation) {
      setTriggerValue("answer", { problem: "insecure" });
      return;
    }
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.disabled = false;
        setTriggerValue("answer", { lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy });
      },
      ({ code }) => {
        button.disabled = false;
        setTriggerValue("answer", { problem: code === 1 ? "denied" : "unavailable" });
      },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
    );
  };
}
