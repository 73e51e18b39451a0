/** The keys of an event in the words of Command.keys. */
export function keysOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string {
  const letter = event.key.length === 1;
  return [
    event.ctrlKey || event.metaKey ? 'Mod' : '',
    event.altKey ? 'Alt' : '',
    // a sign such as ? already tells that Shift was held
    event.shiftKey && (!letter || /[a-z]/i.test(event.key)) ? 'Shift' : '',
    letter ? event.key.toUpperCase() : event.key,
  ]
    .filter((part) => part !== '')
    .join('+');
}
