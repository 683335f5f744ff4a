// An error of ours, with a button that copies it.

/** Show what went wrong; `again` tries once more. */
export function showFailure(box, text, versions, again) {
  const what = document.createElement("p");
  what.textContent = "flake8-fakeasync itself failed. That is a defect: please report it with what the button copies.";
  const details = document.createElement("pre");
  details.tabIndex = 0;
  details.textContent = [versions, navigator.userAgent, text].filter(Boolean).join("\n");
  const copy = button("Copy the error", async () => {
    await navigator.clipboard.writeText(details.textContent);
    copy.textContent = "Copied";
  });
  box.replaceChildren(what, copy, button("Try again", again), details);
  box.hidden = false;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}
