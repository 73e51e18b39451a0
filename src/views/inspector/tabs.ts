/** The inspector's tabs behind the first one: one chunk, fetched when the page has settled. */
export { CostTab } from './CostTab.tsx';
export { TablesTab } from './TablesTab.tsx';
export { ZoneTab } from './ZoneTab.tsx';
