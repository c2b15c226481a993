/* A closer look at a picture: by buttons, by keys, by the wheel with Ctrl, and by
 * dragging once it is larger. A picture at its own size leaves the page to scroll. */
import panzoom from "@panzoom/panzoom";

const MOST = 12;
const STEP = 0.4;
const NUDGE = 60; /* pixels */

export function zoomOf(frame, svg, onChange) {
    const animate = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    let pan = null;

    function start() {
        pan ??= panzoom(svg, { minScale: 1, maxScale: MOST, step: STEP,
            duration: 150, touchAction: "none" });
        onChange(true);
        return pan;
    }

    function restore() {
        if (pan) return;
        svg.removeAttribute("style");
        frame.removeAttribute("style");
        onChange(false);
    }

    /* The package moves pictures in the next frame, so what it did is undone after. */
    function end() {
        if (!pan) return;
        pan.destroy();
        pan.reset({ animate: false });
        pan = null;
        requestAnimationFrame(restore);
    }

    function settle() {
        if (pan && pan.getScale() <= 1.001) end();
    }

    frame.addEventListener("wheel", (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        start().zoomWithWheel(event, { animate: false });
        settle();
    }, { passive: false });

    return {
        closer: () => start().zoomIn({ animate }),
        further: () => {
            pan?.zoomOut({ animate });
            settle();
        },
        whole: end,
        move: (x, y) => pan?.pan(-x * NUDGE, -y * NUDGE, { relative: true, animate }),
        isZoomed: () => pan !== null,
    };
}
