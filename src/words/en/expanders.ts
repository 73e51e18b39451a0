/** What the world says of CXL expanders. Words in small letters are typed, words in capital letters stand for what fits there. */

export const parameters = 'poison MEM DPA';
export const help = 'a line of an expander is lost: by its device address';
export const noExpander = (name: string): string => `cxl: no expander ${name}`;
export const isOutside = (name: string, bytes: number, where: string): string =>
  `cxl: ${name} has ${bytes} bytes, ${where} is outside`;
export const hostAddress = (hpa: string): string => `hpa 0x${hpa}`;
