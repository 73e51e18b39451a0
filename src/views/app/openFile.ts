import { activeAtlas } from '../../store/world.ts';

/** Shows a session file, or starts the machine of a snapshot file. What is wrong with the file, the store's notice says. */
export async function loadFile(file: File): Promise<void> {
  const text = await file.text();
  if (text.slice(0, 400).includes('"hotplug-atlas-session"')) {
    const { openSession } = await import('../share/openSession.ts');
    await openSession(file.name, text);
  } else await activeAtlas().load({ kind: 'file', name: file.name, text });
}

/** Asks for a session or snapshot file. Must be called from a press or a key: browsers ask for nothing else. */
export function openFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) void loadFile(file);
  });
  input.click();
}
