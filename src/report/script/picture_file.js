/* A picture of the page as a file of its own: the patterns it refers to come with it,
 * what is hidden stays out, what is highlighted stays so. */
const SVG = "http://www.w3.org/2000/svg";
const GAP = 14;
const WIDEST = 8000; /* pixels of a PNG that every browser can draw */

function titled(text, id) {
    const title = document.createElementNS(SVG, "title");
    title.textContent = text;
    if (id) title.id = id;
    return title;
}

function adapt(copy) {
    for (const node of copy.querySelectorAll(".gone")) node.remove();
    for (const node of copy.querySelectorAll("[data-title]")) {
        node.prepend(titled(node.dataset.title));
        node.removeAttribute("data-title");
    }
    const name = copy.querySelector(":scope > desc[id$='-title']");
    name?.replaceWith(titled(name.textContent, name.id));
    if (document.documentElement.classList.contains("finding"))
        for (const node of copy.querySelectorAll("[data-s]:not(.found)"))
            node.setAttribute("opacity", "0.2");
    for (const node of [copy, ...copy.querySelectorAll("[class],[data-s],[style]")]) {
        node.removeAttribute("class");
        node.removeAttribute("style");
        node.removeAttribute("data-s");
    }
    return copy;
}

/* Patterns stand once in the page. */
function addDefinitions(picture) {
    const text = new XMLSerializer().serializeToString(picture);
    const ids = new Set([...text.matchAll(/url\((?:"|&quot;)?#([\w-]+)/g)].map((m) => m[1]));
    const definitions = document.createElementNS(SVG, "defs");
    for (const id of ids)
        if (!picture.querySelector(`[id="${id}"]`)) {
            const found = document.getElementById(id);
            if (found) definitions.append(found.cloneNode(true));
        }
    if (definitions.childNodes.length > 0) picture.prepend(definitions);
}

function sizeOf(svg) {
    const { width, height } = svg.viewBox.baseVal;
    return { width, height };
}

/* Many small pictures stand in a file as they do in the page. */
function joined(pictures, across) {
    const sizes = pictures.map(sizeOf);
    const step = Math.max(...sizes.map((size) => size.width)) + GAP;
    const down = Math.max(...sizes.map((size) => size.height)) + GAP;
    const width = step * Math.min(across, pictures.length) + GAP;
    const height = down * Math.ceil(pictures.length / across) + GAP;
    const sheet = document.createElementNS(SVG, "svg");
    sheet.setAttribute("width", width);
    sheet.setAttribute("height", height);
    sheet.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const ground = document.createElementNS(SVG, "rect");
    ground.setAttribute("width", "100%");
    ground.setAttribute("height", "100%");
    ground.setAttribute("fill", "#ffffff");
    sheet.append(ground);
    pictures.forEach((picture, i) => {
        const copy = adapt(picture.cloneNode(true));
        copy.setAttribute("x", GAP + step * (i % across));
        copy.setAttribute("y", GAP + down * Math.floor(i / across));
        sheet.append(copy);
    });
    return sheet;
}

export function svgText(pictures) {
    const whole = pictures.length === 1 ? adapt(pictures[0].cloneNode(true))
        : joined(pictures, 4);
    addDefinitions(whole);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${
        new XMLSerializer().serializeToString(whole)}\n`;
}

/* Twice the size, or what can be drawn; null if that can't be. */
export async function pngOf(text) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const scale = Math.min(2, WIDEST / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
}
