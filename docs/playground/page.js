// The page of a rule, beside the code it speaks of.

let shown = "";

/** Show the page of a rule. */
export async function showPage(box, code) {
  shown = code;
  const response = await fetch(`pages/${code}.html`);
  const text = response.ok ? await response.text() : `<p>The page of ${code} could not be loaded.</p>`;
  if (shown !== code) return; // another one was asked for meanwhile
  box.innerHTML = text; // made from our own pages when the site was built
  box.hidden = false;
  box.scrollTop = 0;
}
