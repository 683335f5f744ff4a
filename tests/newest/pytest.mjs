// Run pytest on a Python that Pyodide brings: node pytest.mjs <folder of Pyodide> <repository> <packages> <arguments>
import { pathToFileURL } from "node:url";

const [pyodide, repository, packages, ...options] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const python = await loadPyodide({ env: { HOME: "/tmp", PYTHONDONTWRITEBYTECODE: "1" } });
for (const [place, folder] of Object.entries({ "/repository": repository, "/packages": packages })) {
  python.FS.mkdirTree(place);
  python.mountNodeFS(place, folder);
}
python.globals.set("options", python.toPy(options));
process.exitCode = await python.runPythonAsync(`
import os
import sys

sys.path[:0] = ["/repository", "/packages", "/repository/tests/newest"]
os.chdir("/repository")

import pytest

int(pytest.main(["-p", "no:cacheprovider", "-p", "bare", *options]))
`);
