// The page: puts the parts together. Each part knows its own piece of the page and nothing of the others.
import { Editor } from "./editor.js";
import { loadExamples } from "./examples.js";
import { showFailure } from "./failure.js";
import { Files } from "./files.js";
import { decode, encode } from "./link.js";
import { Linter } from "./linter.js";
import { Options } from "./options.js";
import { showPage } from "./page.js";
import { describe, Reports } from "./reports.js";
import { Tabs } from "./tabs.js";
import { setUpTheme } from "./theme.js";

const PAUSE = 250; // milliseconds without a key before the files are checked
const LONG_PAUSE = 1000; // the same for much code
const MUCH = 100_000; // characters
const LONG_LINK = 8000; // characters that chats and trackers may cut

const element = (id) => document.getElementById(id);
const files = new Files();
const editor = new Editor(element("editor"), { changed: onEdit, checkNow: () => check(0) });
const tabs = new Tabs(element("tabs"), files, { opened: open, changed: onFilesChanged, refused: notify });
const options = new Options(element("options"), element("show-options"), () => check(PAUSE));
const reports = new Reports(element("reports"), { shown: show, explained: explain, fixed: applyFix });
const linter = new Linter({ stage: onStage, answered: onAnswer, failed: onFailure });
let timer = 0;

function check(pause) {
  clearTimeout(timer);
  timer = setTimeout(() => linter.check(files.contents(), options.values()), pause);
}

function onEdit(text) {
  files.write(files.active, text);
  check(text.length > MUCH ? LONG_PAUSE : PAUSE);
}

function onFilesChanged() {
  tabs.draw();
  check(0);
}

function open(name) {
  files.active = name;
  editor.open(name, files.text(name));
  tabs.draw();
}

/** Select a place, in whichever file it is. */
function show(place) {
  if (!files.has(place.file)) return;
  if (place.file !== files.active) open(place.file);
  editor.select(place);
}

function explain(report) {
  reports.mark(report);
  showPage(element("page"), report.code);
}

/** Put the edits of a fix into their file. */
function applyFix(report, fix) {
  if (report.file !== files.active) open(report.file);
  editor.replace(fix.edits);
}

function onStage(text) {
  element("status").className = "busy";
  element("status-text").textContent = text;
}

function onAnswer(answer) {
  element("status").className = "";
  element("status-text").textContent = describe(answer);
  element("failure").hidden = true;
  options.offer(answer.choices);
  options.refuse(answer.refusal);
  if (answer.refusal) return;
  reports.draw(answer, files.names().length > 1);
  editor.mark(answer);
  tabs.count(answer);
  if (answer.failures.length) onFailure(answer.failures.join("\n"), answer.versions);
}

function onFailure(text, versions) {
  element("status").className = "";
  element("status-text").textContent = "Failed";
  showFailure(element("failure"), text, versions, () => check(0));
}

/** Say something above the files, or nothing. */
function notify(text) {
  element("notice").textContent = text;
  element("notice").hidden = !text;
}

function load(project) {
  files.replace(project.files);
  options.set(project.options ?? {});
  editor.forget();
  element("page").hidden = true;
  open(files.names()[0]);
  check(0);
}

async function share() {
  const link = await encode({ files: files.contents(), options: options.values() });
  history.replaceState(null, "", link);
  const long = link.length > LONG_LINK ? ` It is ${link.length} characters long: some programs cut such links.` : "";
  try {
    await navigator.clipboard.writeText(location.href);
    notify(`The link is copied. It holds your files; nothing was sent.${long}`);
  } catch {
    notify(`The address of this page is the link now: copy it. It holds your files; nothing was sent.${long}`);
  }
}

/** Load what the address holds; return whether it holds anything that can be read. */
async function loadLink() {
  if (location.hash.length < 2) return false;
  try {
    load(await decode(location.hash));
    notify("");
    return true;
  } catch (error) {
    notify(error.message);
    return false;
  }
}

async function start() {
  setUpTheme(element("theme"));
  element("share").addEventListener("click", share);
  window.addEventListener("hashchange", loadLink);
  const examples = await loadExamples(element("examples"), (example) => {
    history.replaceState(null, "", location.pathname);
    notify("");
    load(example);
  });
  if (!(await loadLink())) load(examples[0]);
}

start().catch((error) => onFailure(String(error.stack ?? error)));
