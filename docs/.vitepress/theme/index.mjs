// Without the fonts of the default theme: those of the system load nothing.
import DefaultTheme from 'vitepress/theme-without-fonts'
import './style.css'

export default DefaultTheme
