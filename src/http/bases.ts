/** The API of XiVO's configuration server. */
export const API = '/configmgt/api/1.0'
/** What this product adds to it. */
export const OWN_API = '/xivoctl/api/1'
