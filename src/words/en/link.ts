/** What link says. */

// client
export const itSentMessageThat = 'it sent a message that cannot be read';
export const itsScriptCould = 'its script could not be loaded';
export const sessionWasClosed = 'the session was closed';
export const itSentMessageNobody = 'it sent a message nobody understands';
export const itSpeaksVersion = (worker: number, page: number): string =>
  `it speaks version ${worker} of the protocol, the page ${page}: reload the page`;

// presets
export const presets64tiBTitle = '64 TiB over 8 nodes, x86_64';
export const presets64tiBLine = '5-level page tables, 2 GiB blocks. Generated, not recorded.';
export const presetsX8664CxlTitle = 'CXL expanders, x86_64';
export const presetsX8664CxlLine = 'Expanders behind two host bridges, volatile and persistent, and a free port.';
export const presetsX86644levelTitle = 'x86_64, 4 levels';
export const presetsX86644levelLine = 'Pages of 4K, leaves of 2M and 1G.';
export const presetsX86645levelTitle = 'x86_64, 5 levels';
export const presetsX86645levelLine = 'A CPU with 57-bit addresses.';
export const presetsX8664No1gTitle = 'x86_64 without 1G pages';
export const presetsX8664No1gLine = 'nogbpages: the direct map takes a table for every GiB.';
export const presetsArm644k52Title = 'arm64, pages of 4K, 52 bits';
export const presetsArm644k52Line = '5 levels (LPA2): the top table has 16 entries.';
export const presetsArm6416kTitle = 'arm64, pages of 16K, 48 bits';
export const presetsArm6416kLine = '4 levels of 2,048 entries; the top table has 2.';
export const presetsArm6416k52Title = 'arm64, pages of 16K, 52 bits';
export const presetsArm6416k52Line = '4 levels of 2,048 entries; the top table has 32.';
export const presetsArm6464kTitle = 'arm64, pages of 64K, 48 bits';
export const presetsArm6464kLine = '3 levels of 8,192 entries; sections of 512 MiB.';
export const presetsArm6464k52Title = 'arm64, pages of 64K, 52 bits';
export const presetsArm6464k52Line = '3 levels; the top table has 1,024 entries.';
export const presetsRiscv64Sv39Title = 'riscv64, Sv39';
export const presetsRiscv64Sv39Line = '3 levels; slots for DIMMs.';
export const presetsRiscv64Sv48Title = 'riscv64, Sv48';
export const presetsRiscv64Sv48Line = '4 levels; slots for DIMMs.';
export const presetsRiscv64Sv57Title = 'riscv64, Sv57';
export const presetsRiscv64Sv57Line = '5 levels; slots for DIMMs.';

// validate
export const notNameOfBundled = 'not the name of a bundled machine';
export const longerThanCommandLine = 'longer than a command line can be';
export const longerThanKernelTakes = 'longer than a kernel takes';
export const notLineOfSession = 'not a line of the session';
