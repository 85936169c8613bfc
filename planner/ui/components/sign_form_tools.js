// Small tools of the form: elements, places by nearness or name, and photos made small.

// Words of the data only ever become text, never markup.
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") element[name] = value;
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function thisDay() {
  const now = new Date();
  return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
}

// Metres between two positions that lie near one another.
function metresBetween(lon, lat, otherLon, otherLat) {
  const metresPerDegree = 111195;
  const across = (otherLon - lon) * Math.cos(((lat + otherLat) / 2) * (Math.PI / 180));
  return Math.hypot(across, otherLat - lat) * metresPerDegree;
}

function nearestPlaces(places, position, most) {
  return places
    .filter((place) => place.lon !== null)
    .map((place) => ({ place, metres: metresBetween(position.lon, position.lat, place.lon, place.lat) }))
    .sort((one, other) => one.metres - other.metres)
    .slice(0, most);
}

function plainLetters(words) {
  return words.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}

// Every place whose name or region holds all the words, the nearest first where it is known where we are.
function namedPlaces(places, words, position) {
  const wanted = plainLetters(words).split(/\s+/).filter(Boolean);
  if (!wanted.length) return [];
  const named = places.filter((place) => wanted.every((word) => place.called.includes(word)));
  if (!position) return named.map((place) => ({ place, metres: null }));
  const near = nearestPlaces(named, position, named.length);
  return [...near, ...named.filter((place) => place.lon === null).map((place) => ({ place, metres: null }))];
}

function readPosition(words) {
  const found = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(words);
  if (!found) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lon, lat } : null;
}

// Drawn anew, a picture loses where and with which camera it was taken.
async function smallPhoto(file, longestPixels) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, longestPixels / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const drawing = canvas.getContext("2d");
  drawing.fillStyle = "#fff";
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.toDataURL("image/jpeg", 0.8);
}

function whereIAm() {
  return new Promise((resolve, reject) => {
    if (!window.isSecureContext || !navigator.geolocation) {
      reject("insecure");
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude, accuracyM: coords.accuracy }),
      ({ code }) => reject(code === 1 ? "denied" : "unavailable"),
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 },
    );
  });
}
