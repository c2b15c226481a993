/* What the reader asked for, kept in the address after the #, so that a view can be
 * sent to somebody and nothing is stored: #part&find=north&as=only&sort=schools.2.down */
const names = ["find", "pattern", "as", "sort"];
const view = new Map();
const listeners = [];

export function get(name) {
    return view.get(name) ?? "";
}

/* The listener is told when the address was changed by hand or by a link. */
export function onChange(listener) {
    listeners.push(listener);
}

/* { part, given } of the address as it is now: a link may just have been followed. */
function read() {
    const [first, ...rest] = location.hash.slice(1).split("&");
    const part = first.includes("=") ? "" : first;
    const given = new URLSearchParams((part || !first ? rest : [first, ...rest]).join("&"));
    return { part, given };
}

function write() {
    const { part } = read();
    const given = new URLSearchParams();
    for (const name of names) if (view.get(name)) given.set(name, view.get(name));
    const rest = given.toString();
    const hash = [part, rest].filter(Boolean).join("&");
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

export function set(name, value) {
    if (value) view.set(name, value);
    else view.delete(name);
    write();
}

function take(given) {
    for (const name of names)
        if (given.get(name)) view.set(name, given.get(name));
        else view.delete(name);
}

/* The browser looks for a place called by the whole text, and finds none. */
function goToPart() {
    const { part } = read();
    if (part && location.hash.includes("&"))
        document.getElementById(part)?.scrollIntoView();
}

/* A link to a part of the page leaves the view as it is. */
function arrive() {
    const { given } = read();
    if ([...given].length === 0) return write();
    take(given);
    listeners.forEach((listener) => listener());
    goToPart();
}

export function open() {
    take(read().given);
    listeners.forEach((listener) => listener());
    goToPart();
    addEventListener("hashchange", arrive);
}
