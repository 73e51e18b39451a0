/** Subcommands of cxl with their options (ndctl 81). Data. */
import { optionsOf } from './usage.ts';
import type { ToolCommand } from './usage.ts';

const ON_REGION = `
b|bus|bus name|Limit operation to the specified bus
d|decoder|root decoder name|Limit to / use the specified root decoder
|debug||turn on debug`;
const ON_MEMDEV = `
b|bus|bus name|Limit operation to the specified bus
v|verbose||turn on debug
S|serial||use serial numbers to id memdevs`;

/** cxl. */
export const CXL: Readonly<Record<string, ToolCommand>> = {
  list: {
    usage: 'cxl list [<options>]',
    options: optionsOf(`
m|memdev|memory device name(s)|filter by CXL memory device name(s)
s|serial|memory device serial(s)|filter by CXL memory device serial number(s)
M|memdevs||include CXL memory device info
b|bus|bus device name|filter by CXL bus device name(s)
B|buses||include CXL bus info
p|port|port device name|filter by CXL port device name(s)
P|ports||include CXL port info
S|single||skip listing descendant objects
e|endpoint|endpoint device name|filter by CXL endpoint device name(s)
E|endpoints||include CXL endpoint info
d|decoder|decoder device name|filter by CXL decoder device name(s) / class
D|decoders||include CXL decoder info
T|targets||include CXL target data with decoders, ports, or regions
r|region|region name|filter by CXL region name(s)
R|regions||include CXL regions
X|dax||include CXL DAX region enumeration
i|idle||include disabled devices
u|human||use human friendly number formats
H|health||include memory device health information
I|partition||include memory device partition information
F|firmware||include memory device firmware information
A|alert-config||include alert configuration information
L|media-errors||include media-error information 
v|verbose||increase output detail
|debug||debug list walk`),
  },
  'create-region': {
    usage: 'cxl create-region <target0> ... [<options>]',
    options: optionsOf(`${ON_REGION}
s|size|size in bytes or with a K/M/G etc. suffix|total size desired for the resulting region.
w|ways|n|number of memdevs participating in the regions interleave set
g|granularity|n|granularity of the interleave set
t|type|region type|region type - 'pmem' or 'ram'
U|uuid|region uuid|uuid for the new region (default: autogenerate)
m|memdevs||non-option arguments are memdevs
u|human||use human friendly number formats
Q|enforce-qos||enforce qos_class match`),
  },
  'enable-region': { usage: 'cxl enable-region <region0> ... [<options>]', options: optionsOf(ON_REGION) },
  'disable-region': {
    usage: 'cxl disable-region <region0> ... [<options>]',
    options: optionsOf(`${ON_REGION}
f|force||attempt to offline memory before disabling the region`),
  },
  'destroy-region': {
    usage: 'cxl destroy-region <region0> ... [<options>]',
    options: optionsOf(`${ON_REGION}
f|force||destroy region even if currently active`),
  },
  'enable-memdev': {
    usage: 'cxl enable-memdev <mem0> [<mem1>..<memN>] [<options>]',
    options: optionsOf(ON_MEMDEV),
  },
  'disable-memdev': {
    usage: 'cxl disable-memdev <mem0> [<mem1>..<memN>] [<options>]',
    options: optionsOf(`${ON_MEMDEV}
f|force||DANGEROUS: override active memdev safety checks`),
  },
};
