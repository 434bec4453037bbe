import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** The console program, as "make build" leaves it. */
export const program = path.join(root, 'bin', process.platform === 'win32' ? 'tenantry.exe' : 'tenantry')
