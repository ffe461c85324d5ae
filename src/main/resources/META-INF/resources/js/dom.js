// Small helpers for the document.
export const byId = (id) => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// Only where it differs, so that nothing is laid out or read aloud without need.
export function text(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

// The rows of a description list.
export function facts(list, rows) {
  if (list.children.length !== rows.length) {
    list.replaceChildren(...rows.map(([name]) => element('div', {}, element('dt', { textContent: name }), element('dd'))));
  }
  rows.forEach(([, value], i) => text(list.children[i].lastChild, value));
}

export const colourOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
