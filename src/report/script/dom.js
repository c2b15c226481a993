/* Elements, texts, and a voice for those who don't see the page. */

/* element("button", { class: "tool", onclick: f }, "text", child, ...) */
export function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes))
        if (typeof value === "function") made[name] = value;
        else if (value !== false && value !== undefined)
            made.setAttribute(name, value === true ? "" : value);
    made.append(...children);
    return made;
}

export function button(text, onclick, attributes = {}) {
    return element("button", { type: "button", onclick, ...attributes }, text);
}

/* Without the marks that keep a name written from the right apart. */
export function textOf(node) {
    return node.textContent.replace(/[\u2066-\u2069]/g, "").trim();
}

export function after(delay, action) {
    let timer;
    return (...values) => {
        clearTimeout(timer);
        timer = setTimeout(action, delay, ...values);
    };
}

const voice = element("div", { class: "voice", role: "status", "aria-live": "polite" });

export function announce(text) {
    if (!voice.isConnected) document.body.append(voice);
    voice.textContent = text;
}
