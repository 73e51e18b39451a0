/** Estimates of what page tables cost, as a discussion of kernel developers had them. */

export const linearMapTables = 'Tables of the linear map for 1 GiB, mapped with 4K pages';
export const linearMapEstimate = 'at most about 2 MB';
export const vmemmapTables = 'Tables of the vmemmap for 64 GiB, mapped with 4K pages';
export const vmemmapEstimate = 'slightly above 2 MB';
