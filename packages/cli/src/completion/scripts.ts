export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/*
 * Every script asks `capbench completion words -- WORDS` for lines of a word, a tab and what it is, after a first line
 * that says which paths may stand there. The program is called as it was typed, so that a script serves every copy.
 */

const bash = `# bash completion for capbench: eval "$(capbench completion bash)"
_capbench() {
  local IFS=$'\\n' line paths= cur="\${COMP_WORDS[COMP_CWORD]}"
  [[ $cur == '=' ]] && cur=
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z $paths ]]; then paths=$line; else COMPREPLY+=("\${line%%$'\\t'*}"); fi
  done < <("\${COMP_WORDS[0]}" completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case $paths in
    files) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$cur")) ;;
    directories) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -d -- "$cur")) ;;
  esac
}
complete -F _capbench capbench
`

const zsh = `#compdef capbench
# zsh completion for capbench: eval "$(capbench completion zsh)", after compinit
_capbench() {
  local line paths=
  local -a found
  while IFS= read -r line; do
    if [[ -z $paths ]]; then paths=$line; else found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}"); fi
  done < <("\${words[1]}" completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#found} )) && _describe 'capbench' found
  case $paths in
    files) _files ;;
    directories) _files -/ ;;
  esac
}
compdef _capbench capbench
`

const fish = `# fish completion for capbench: capbench completion fish | source
function __capbench
  set -l line (commandline -opc) (commandline -ct)
  set -l found ($line[1] completion words -- $line[2..-1] 2>/dev/null)
  string join \\n -- $found[2..-1]
  switch "$found[1]"
    case files
      __fish_complete_path (commandline -ct)
    case directories
      __fish_complete_directories (commandline -ct)
  end
end
complete -c capbench -f -a '(__capbench)'
`

/** What a shell reads once, so that it asks capbench for every word from then on. */
export const scripts: { readonly [K in Shell]: string } = { bash, zsh, fish }
