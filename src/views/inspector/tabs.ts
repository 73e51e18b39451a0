/** The inspector's tabs behind the first one, and what that one says of a section. */
export { CostTab } from './CostTab.tsx';
export { SectionParts } from './SectionParts.tsx';
export { TablesTab } from './TablesTab.tsx';
export { ZoneTab } from './ZoneTab.tsx';
