import { expect, it } from 'vitest';
import { flat } from './Menu.tsx';

it('turns submenus into groups where there is no room beside a menu', () => {
  const slots = [{ id: 's0', label: 'Slot 0' }];
  const groups = [
    {
      id: 'move',
      title: 'Move to…',
      entries: [
        { id: 'n0', label: 'Node 0', entries: slots },
        { id: 'shelf', label: 'The shelf' },
      ],
    },
  ];
  expect(flat(groups)).toEqual([
    { id: 'n0', title: 'Move to… Node 0', entries: slots },
    { id: 'move', title: 'Move to…', entries: [{ id: 'shelf', label: 'The shelf' }] },
  ]);
});
