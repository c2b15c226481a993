/* Hands a file to the reader. */
import { announce, button, element } from "./dom.js";
import { say } from "./words.js";

/* "Save as" and a button for each kind of file; actions: { SVG: f, PNG: f }. */
export function saversOf(what, actions) {
    const buttons = Object.entries(actions).map(([kind, action]) =>
        button(kind, action, { "aria-label": say("save_as", kind, what) }));
    return element("span", { class: "savers" }, say("save"), ...buttons);
}

export function save(name, blob) {
    const address = URL.createObjectURL(blob);
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    announce(say("saved", name));
}
