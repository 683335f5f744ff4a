// Python, away from the page: typing never waits for it.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const say = (stage) => postMessage({ stage });
const address = (name) => new URL(name, self.location.href);

async function fetched(name) {
  const response = await fetch(address(name));
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  return response;
}

async function start() {
  const { wheel, megabytes } = await (await fetched("contents.json")).json();
  say(`Loading Python: ${megabytes} MB, the first time only…`);
  const [python, archive, code] = await Promise.all([
    loadPyodide({ indexURL: address("pyodide/").href }),
    fetched(wheel).then((response) => response.arrayBuffer()),
    fetched("python.zip").then((response) => response.arrayBuffer()),
  ]);
  say("Loading flake8-fakeasync…");
  python.unpackArchive(archive, "wheel");
  python.unpackArchive(code, "zip", { extractDir: "/playground" });
  python.runPython("import sys; sys.path.append('/playground')");
  say("Checking for the first time…");
  return python.pyimport("lint").answer;
}

const started = start();

self.addEventListener("message", async ({ data }) => {
  try {
    const answer = await started;
    say("Checking…");
    postMessage({ answer: JSON.parse(answer(JSON.stringify(data))) });
  } catch (error) {
    postMessage({ error: String(error.stack ?? error) });
  }
});
