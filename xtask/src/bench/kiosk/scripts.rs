//! What the bench has the pages say of themselves.

/// Keeps, in `window.shown`, when each photo was first seen in full, by the machine's clock.
pub(super) const WATCH_TILES: &str = "window.shown = {}; \
    const look = () => { \
        for (const tile of document.querySelectorAll('[data-test^=tile-][data-state=ready]')) { \
            const picture = tile.querySelector('img'); \
            const there = !picture || (picture.complete && picture.naturalWidth > 0); \
            if (there) window.shown[tile.dataset.test] ??= Date.now(); \
        } \
        requestAnimationFrame(look); \
    }; \
    look();";

/// Keeps, in `window.landed`, when the last byte of each photo had left the phone.
pub(super) const WATCH_UPLOADS: &str = "window.landed = []; \
    const send = XMLHttpRequest.prototype.send; \
    XMLHttpRequest.prototype.send = function (body) { \
        this.upload.addEventListener('load', () => window.landed.push(Date.now())); \
        return send.call(this, body); \
    };";

/// Calls back once the frame that is being made is painted: a message that is sent while a frame is
/// made comes after it.
macro_rules! after_paint {
    () => {
        "const afterPaint = (then) => { \
            const line = new MessageChannel(); \
            line.port1.onmessage = () => { line.port1.close(); then(); }; \
            line.port2.postMessage(0); \
        }; "
    };
}

/// Taps the first tile and says how long it took until the answer was painted.
pub(super) const TAP: &str = concat!(
    after_paint!(),
    "const done = arguments[0]; \
    const tile = () => document.querySelector('[data-test^=tile-][data-state=ready]'); \
    const before = tile().getAttribute('aria-pressed'); \
    const start = performance.now(); \
    tile().click(); \
    const look = () => tile().getAttribute('aria-pressed') === before \
        ? requestAnimationFrame(look) \
        : afterPaint(() => done(performance.now() - start)); \
    requestAnimationFrame(look);"
);

/// Moves the slider of exposure by one step after another, as a finger would, and says how long
/// each took until the retouched photo was painted.
pub(super) const SLIDE: &str = concat!(
    after_paint!(),
    "const done = arguments[0]; \
    const track = document.querySelector('[data-test=track-exposure]'); \
    const box = track.getBoundingClientRect(); \
    const at = (kind, share) => track.dispatchEvent(new PointerEvent(kind, { \
        pointerId: 1, bubbles: true, \
        clientX: box.left + box.width * share, clientY: box.top + box.height / 2, \
    })); \
    const canvas = document.querySelector('.live-proof canvas'); \
    const shown = () => canvas.dataset.shows; \
    track.setPointerCapture = () => {}; \
    const times = []; \
    at('pointerdown', 0.6); \
    const step = (count) => { \
        const before = shown(); \
        const start = performance.now(); \
        at('pointermove', 0.62 + count / 100); \
        const painted = () => { \
            times.push(performance.now() - start); \
            if (times.length < 20) { setTimeout(() => step(count + 1), 200); return; } \
            at('pointerup', 0.9); \
            done({ times, width: canvas.width, height: canvas.height }); \
        }; \
        const look = () => shown() === before \
            ? requestAnimationFrame(look) \
            : afterPaint(painted); \
        requestAnimationFrame(look); \
    }; \
    setTimeout(() => step(0), 600);"
);
