import { meetsWcagIn } from './support/accessibility'

meetsWcagIn('light')
