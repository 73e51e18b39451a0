/** Why a section has a memory block, or has none. */

export const blockIsWhole =
  'A memory block is online or offline as a whole and has one owner: it is added in whole blocks only (SUB-7).';
export const devicePagesHaveNoBlock =
  'Device pages have no memory block: nobody can set them online or offline (SUB-8).';
export const nothingWasAdded = 'Nothing was added here.';
