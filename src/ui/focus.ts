/** The focus when what had it is taken away: the browser gives it to nobody, and whoever does not see the screen is lost. */

/** Frames to wait for something that can take it. */
const PATIENCE = 30;

/** Whether nothing has the focus. */
export const focusIsLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** Gives the focus to what `home` finds, as soon as it is there, unless something has it by then. */
export function bringFocus(home: () => Element | null | undefined, patience = PATIENCE): void {
  requestAnimationFrame(() => {
    const found = home();
    if (found instanceof HTMLElement && focusIsLost()) found.focus({ preventScroll: true });
    // a menu that closes may give it to something that goes in the next frame
    if (patience > 0 && (focusIsLost() || patience > PATIENCE - 3)) bringFocus(home, patience - 1);
  });
}

/** The first panel of the page that shows. */
export const firstPanel = (): Element | undefined =>
  [...document.querySelectorAll<HTMLElement>('[data-panel-frame]')].find((panel) => panel.offsetParent !== null);
