/* Where each school stands in the page: rows, marks and small pictures carry its place
 * in the order of names as data-s. */
import { textOf } from "./dom.js";

const schools = new Map(); /* place: { place, name, id, elements } */
const followers = [];

/* Whoever wants to know of elements that come later. */
export function follow(listener) {
    followers.push(listener);
}

function schoolAt(place) {
    if (!schools.has(place)) schools.set(place, { place, name: "", id: "", elements: [] });
    return schools.get(place);
}

export function register(root) {
    for (const node of root.querySelectorAll("[data-s]")) {
        const school = schoolAt(node.dataset.s);
        if (!school.name && node.localName === "tr") school.name = textOf(node.cells[0]);
        if (node.dataset.id) school.id = node.dataset.id;
        school.elements.push(node);
    }
    followers.forEach((listener) => listener(root));
}

export function allSchools() {
    return [...schools.values()].filter((school) => school.name);
}

export function nameOf(place) {
    return schools.get(place)?.name ?? "";
}

/* The row that says most of a school near an element: of a table further down in the
 * same part, or of the table of the network. */
export function rowNear(start, place) {
    const mine = schools.get(place)?.elements.filter((node) => node.localName === "tr");
    for (let at = start; at && at.localName !== "h3"; at = at.nextElementSibling) {
        const row = mine?.find((node) => at !== start && at.contains(node));
        if (row) return row;
    }
    return mine?.[0];
}
