// A project in the fragment of an address, which browsers do not send: `#1.<zlib, base64url>`.
import { nameProblem } from "./files.js";

const VERSION = "1";
const LARGEST = 20_000_000; // characters that a link may unpack to
const DAMAGED = "This link is damaged: part of it may be missing.";
const OTHER = "This link is of another version of the playground.";

async function through(stream, bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    size += value.length;
    if (size > LARGEST) throw new RangeError("too large");
    chunks.push(value);
  }
}

function toText(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function toBytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
}

/** Return the fragment that holds a project. */
export async function encode(project) {
  const bytes = new TextEncoder().encode(JSON.stringify(project));
  return `#${VERSION}.${toText(await through(new CompressionStream("deflate"), bytes))}`;
}

/** Return the project in a fragment; throw an error that says to a reader why there is none. */
export async function decode(fragment) {
  const [, version, data] = /^#(\d+)\.(.*)$/s.exec(fragment) ?? [];
  if (version && version !== VERSION) throw new Error(OTHER);
  let project;
  try {
    const bytes = await through(new DecompressionStream("deflate"), toBytes(data));
    project = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Error(DAMAGED);
  }
  if (!isProject(project)) throw new Error(DAMAGED);
  return project;
}

function isProject(project) {
  const isTexts = (value) =>
    typeof value === "object" && value !== null && Object.values(value).every((each) => typeof each === "string");
  if (!isTexts(project?.files) || !isTexts(project.options ?? {})) return false;
  const names = Object.keys(project.files);
  return names.length > 0 && names.every((name) => !nameProblem(name, names.filter((other) => other !== name)));
}
