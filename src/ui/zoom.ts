/** How much CSS zoom enlarges an element, as on a stage; browsers that do not tell do not zoom. */
export const zoomOf = (element: Element): number => ('currentCSSZoom' in element ? element.currentCSSZoom : 1);
