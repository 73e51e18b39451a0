/** Subcommands of ndctl and daxctl with their options (ndctl 76.1). Data. */
import { optionsOf } from './usage.ts';
import type { ToolCommand } from './usage.ts';

const ON_NAMESPACE = `
b|bus|bus-id|limit namespace to a bus with an id or provider of <bus-id>
r|region|region-id|limit namespace to a region with an id or name of <region-id>
v|verbose||emit extra debug messages to stderr`;
const ON_REGION = `
b|bus|bus-id|<region> must be on a bus with an id/provider of <bus-id>
t|type|region-type|<region> must be of the specified type`;

/** ndctl. */
export const NDCTL: Readonly<Record<string, ToolCommand>> = {
  list: {
    usage: 'ndctl list [<options>]',
    options: optionsOf(`
b|bus|bus-id|filter by bus
r|region|region-id|filter by region
d|dimm|dimm-id|filter by dimm
n|namespace|namespace-id|filter by namespace id
m|mode|namespace-mode|filter by namespace mode
t|type|region-type|filter by region-type
U|numa-node|numa node|filter by numa node
B|buses||include bus info
D|dimms||include dimm info
F|firmware||include firmware info
H|health||include dimm health
R|regions||include region info
N|namespaces||include namespace info (default)
X|device-dax||include device-dax info
C|capabilities||include region capability info
i|idle||include idle devices
c|configured||include configured namespaces, disabled or not
M|media-errors||include media errors
u|human||use human friendly number formats 
v|verbose||increase output detail`),
  },
  'create-namespace': {
    usage: 'ndctl create-namespace [<options>]',
    options: optionsOf(`${ON_NAMESPACE}
e|reconfig|reconfig namespace|reconfigure existing namespace
u|uuid|uuid|specify the uuid for the namespace (default: autogenerate)
n|name|name|specify an optional free form name for the namespace
s|size|size|specify the namespace size in bytes (default: available capacity)
m|mode|operation-mode|specify a mode for the namespace, 'sector', 'fsdax', 'devdax' or 'raw'
M|map|memmap-location|specify 'mem' or 'dev' for the location of the memmap
l|sector-size|lba-size|specify the logical sector size in bytes
t|type|type|specify the type of namespace to create 'pmem' or 'blk'
a|align|align|specify the namespace alignment in bytes (default: 2M)
f|force||reconfigure namespace even if currently active
L|autolabel||automatically initialize labels
c|continue||continue creating namespaces as long as the filter criteria are met
R|autorecover||automatically cleanup on failure`),
  },
  'destroy-namespace': {
    usage: 'ndctl destroy-namespace <namespace> [<options>]',
    options: optionsOf(`${ON_NAMESPACE}
f|force||destroy namespace even if currently active`),
  },
  'disable-namespace': { usage: 'ndctl disable-namespace <namespace> [<options>]', options: optionsOf(ON_NAMESPACE) },
  'enable-namespace': { usage: 'ndctl enable-namespace <namespace> [<options>]', options: optionsOf(ON_NAMESPACE) },
  'disable-region': { usage: 'ndctl disable-region <region> [<options>]', options: optionsOf(ON_REGION) },
  'enable-region': { usage: 'ndctl enable-region <region> [<options>]', options: optionsOf(ON_REGION) },
  'init-labels': {
    usage: 'ndctl init-labels <nmem0> [<nmem1>..<nmemN>] [<options>]',
    options: optionsOf(`
b|bus|bus-id|<nmem> must be on a bus with an id/provider of <bus-id>
v|verbose||turn on debug
f|force||force initialization even if existing index-block present
V|label-version|version-number|namespace label specification version (default: 1.1)`),
  },
};

const ON_DEVICE = `
r|region|region-id|filter by region
u|human||use human friendly number formats
v|verbose||emit more debug messages`;
const RECONFIGURE = `${ON_DEVICE}
s|size|size|size to switch the device to
a|align|align|alignment to switch the device to
|input|input|input device JSON file
m|mode|mode|mode to switch the device to
N|no-online||don't auto-online memory sections
f|force||attempt to offline memory sections before reconfiguration
C|check-config||use config files to determine parameters for the operation
|no-movable||online memory in ZONE_NORMAL`;

/** daxctl. */
export const DAXCTL: Readonly<Record<string, ToolCommand>> = {
  list: {
    usage: 'daxctl list [<options>]',
    options: optionsOf(`
r|region|region-id|filter by region
d|dev|dev-id|filter by dax device instance name
D|devices||include dax device info
R|regions||include dax region info
M|mappings||include dax mappings info
i|idle||include idle devices
u|human||use human friendly number formats `),
  },
  'create-device': { usage: 'daxctl create-device [<options>]', options: optionsOf(RECONFIGURE) },
  'destroy-device': {
    usage: 'daxctl destroy-device <device> [<options>]',
    options: optionsOf(`${ON_DEVICE}
f|force||attempt to disable before destroying device`),
  },
  'reconfigure-device': { usage: 'daxctl reconfigure-device <device> [<options>]', options: optionsOf(RECONFIGURE) },
  'online-memory': {
    usage: 'daxctl online-memory <device> [<options>]',
    options: optionsOf(`${ON_DEVICE}
|no-movable||online memory in ZONE_NORMAL`),
  },
  'offline-memory': { usage: 'daxctl offline-memory <device> [<options>]', options: optionsOf(ON_DEVICE) },
  'disable-device': { usage: 'daxctl disable-device <device>', options: optionsOf(ON_DEVICE) },
  'enable-device': { usage: 'daxctl enable-device <device>', options: optionsOf(ON_DEVICE) },
};
