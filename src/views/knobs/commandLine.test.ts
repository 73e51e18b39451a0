import { expect, it } from 'vitest';
import { optionOf, withOption } from './commandLine.ts';

const kernelcore = { kind: 'option', name: 'kernelcore' } as const;
const memmap = { kind: 'option', name: 'memory_hotplug.memmap_on_memory' } as const;
const movable = { kind: 'flag', name: 'movable_node' } as const;
const soft = { kind: 'listed', name: 'efi', word: 'nosoftreserve' } as const;

it('reads options as the kernel does: the last one, dashes as underscores, nothing after --', () => {
  expect(optionOf('a kernelcore=1G kernelcore=2G', kernelcore)).toBe('2G');
  expect(optionOf('memory-hotplug.memmap-on-memory=Y', memmap)).toBe('Y');
  expect(optionOf('quiet -- kernelcore=1G', kernelcore)).toBeUndefined();
  expect(optionOf('movable_node', movable)).toBe('');
  expect(optionOf('movable_nodes', movable)).toBeUndefined();
  expect(optionOf('efi=debug,nosoftreserve', soft)).toBe('');
  expect(optionOf('efi=debug', soft)).toBeUndefined();
});

it('changes one option and leaves every other word alone', () => {
  expect(withOption('console=ttyS0 quiet', kernelcore, '30%')).toBe('console=ttyS0 quiet kernelcore=30%');
  expect(withOption('kernelcore=1G quiet kernelcore=2G', kernelcore, '3G')).toBe('quiet kernelcore=3G');
  expect(withOption('kernelcore=1G quiet', kernelcore, undefined)).toBe('quiet');
  expect(withOption('quiet', movable, '')).toBe('quiet movable_node');
  expect(withOption('quiet movable_node', movable, '')).toBe('quiet movable_node');
  expect(withOption('quiet -- emergency', movable, '')).toBe('quiet movable_node -- emergency');
  expect(withOption('efi=debug quiet', soft, '')).toBe('efi=debug,nosoftreserve quiet');
  expect(withOption('efi=debug,nosoftreserve quiet', soft, undefined)).toBe('efi=debug quiet');
  expect(withOption('efi=nosoftreserve quiet', soft, undefined)).toBe('quiet');
  expect(withOption('dyndbg="file x +p" quiet', movable, '')).toBe('dyndbg="file x +p" quiet movable_node');
});
