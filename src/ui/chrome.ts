import { createContext } from 'react';

/** Whether panels show their tools: on a stage and in a page that embeds one they are pictures. */
export const Chrome = createContext(true);
