/** What the rules of broken memory and vetoes say. */

export const FLT = {
  'FLT-1':
    'An uncorrectable error takes the page away and counts it poisoned. Soft offlining moves what is in it first; of a reserved page the log says that it is unhandlable.',
  'FLT-2': 'With RAS_CEC a page with 1023 corrected errors is given up before it fails.',
  'FLT-3': 'A notifier that refuses ends the operation with its errno and nothing is left of it.',
};
