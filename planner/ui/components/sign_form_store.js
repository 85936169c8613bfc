// What was entered stays in this browser until the planner has it: in IndexedDB, or in memory where a browser refuses that.
function openStore(name) {
  return new Promise((resolve) => {
    let request;
    try {
      request = indexedDB.open(name, 1);
    } catch {
      resolve(memoryStore());
      return;
    }
    request.onupgradeneeded = () => request.result.createObjectStore("kept");
    request.onsuccess = () => resolve(databaseStore(request.result));
    request.onerror = () => resolve(memoryStore());
  });
}

function databaseStore(database) {
  function run(mode, work) {
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("kept", mode, { durability: "strict" });
      const request = work(transaction.objectStore("kept"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }
  return {
    lasting: true,
    get: (key) => run("readonly", (kept) => kept.get(key)),
    put: (key, value) => run("readwrite", (kept) => kept.put(value, key)),
    drop: (key) => run("readwrite", (kept) => kept.delete(key)),
    keys: () => run("readonly", (kept) => kept.getAllKeys()),
  };
}

function memoryStore() {
  const kept = new Map();
  return {
    lasting: false,
    get: async (key) => kept.get(key),
    put: async (key, value) => void kept.set(key, value),
    drop: async (key) => void kept.delete(key),
    keys: async () => [...kept.keys()],
  };
}

function randomName() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The visits that are not yet with the planner. Each is written whole before anybody is told that it is kept.
async function openOutbox(store) {
  const visits = new Map();
  for (const key of await store.keys()) {
    if (String(key).startsWith("visit:")) {
      const entry = await store.get(key);
      visits.set(entry.visit.id, entry);
    }
  }
  return {
    entries: () => [...visits.values()].sort((one, other) => one.order - other.order),
    get: (id) => visits.get(id),
    async put(entry) {
      await store.put(`visit:${entry.visit.id}`, entry);
      visits.set(entry.visit.id, entry);
    },
    async drop(id) {
      await store.drop(`visit:${id}`);
      visits.delete(id);
    },
  };
}
