/** “What happens next?” */
import type { StoryQuestion } from './types.ts';

/** A question as it is worded, and the name of its right choice. Choices are shown in the order of the words. */
export const quiz = <Choice extends string>(
  words: { readonly ask: string; readonly choices: Readonly<Record<Choice, string>>; readonly answer: string },
  right: NoInfer<Choice>,
): StoryQuestion => ({
  ...words,
  choices: Object.entries<string>(words.choices).map(([name, text]) =>
    name === right ? { text, right: true } : { text },
  ),
});
