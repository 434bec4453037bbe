import { meetsWcagIn } from './support/accessibility'

meetsWcagIn('dark')
