import type { Resource } from '../hotplug/resources.ts';

/** /proc/iomem (kernel/resource.c: r_show): two blanks a level, at least eight digits, end inclusive. */
export function formatIomem(tree: readonly Resource[]): string {
  const out: string[] = [];
  const hex = (n: number): string => n.toString(16).padStart(8, '0');
  const visit = (list: readonly Resource[], indent: string): void => {
    for (const r of list) {
      out.push(`${indent}${hex(r.start)}-${hex(r.end)} : ${r.name}\n`);
      visit(r.children, `${indent}  `);
    }
  };
  visit(tree, '');
  return out.join('');
}
