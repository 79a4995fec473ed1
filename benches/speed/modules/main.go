// Modules packs the folders of GOROOT/src, several times over and each time with
// other bytes, as a GOPROXY of files; and writes a go.mod that requires them all.
//
//	modules PROXY GOMOD BYTES
package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// File is a file of GOROOT/src, by its path from a module's root.
type file struct {
	name string
	data []byte
}

func main() {
	proxy, gomod := os.Args[1], os.Args[2]
	want, err := strconv.ParseInt(os.Args[3], 10, 64)
	check(err)
	names, folders := read(filepath.Join(runtime.GOROOT(), "src"))
	var requires bytes.Buffer
	var packed int64
	for turn := 0; packed < want; turn++ {
		sizes := make([]int64, len(names))
		each(len(names), func(at int) {
			path := fmt.Sprintf("example.com/turn%d/%s", turn, names[at])
			sizes[at] = pack(proxy, path, folders[names[at]], turn)
		})
		for at, name := range names {
			packed += sizes[at]
			fmt.Fprintf(&requires, "\texample.com/turn%d/%s v1.0.0\n", turn, name)
		}
	}
	text := "module example.com/app\n\ngo 1.21\n\nrequire (\n" + requires.String() + ")\n"
	check(os.WriteFile(gomod, []byte(text), 0o666))
}

// Read holds all files of GOROOT/src by the folder that they stand in, those of cmd by
// the command.
func read(src string) ([]string, map[string][]file) {
	folders := map[string][]file{}
	var names []string
	check(filepath.WalkDir(src, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || strings.EqualFold(entry.Name(), "go.mod") {
			return err
		}
		below := filepath.ToSlash(path[len(src)+1:])
		name, rest, _ := strings.Cut(below, "/")
		if name == "cmd" {
			command, below, _ := strings.Cut(rest, "/")
			name, rest = name+"-"+command, below
		}
		if rest == "" || name == "vendor" || name == "cmd-vendor" {
			return nil
		}
		data, err := os.ReadFile(path)
		if folders[name] == nil {
			names = append(names, name)
		}
		folders[name] = append(folders[name], file{rest, data})
		return err
	}))
	return names, folders
}

func pack(proxy, path string, files []file, turn int) int64 {
	folder := filepath.Join(proxy, path, "@v")
	check(os.MkdirAll(folder, 0o777))
	gomod := []byte("module " + path + "\n\ngo 1.21\n")
	var zipped bytes.Buffer
	writer := zip.NewWriter(&zipped)
	put := func(name string, data []byte) {
		entry, err := writer.Create(path + "@v1.0.0/" + name)
		check(err)
		_, err = entry.Write(data)
		check(err)
	}
	put("go.mod", gomod)
	for _, file := range files {
		put(file.name, append([]byte(fmt.Sprintf("// turn %d\n", turn)), file.data...))
	}
	check(writer.Close())
	info := []byte(`{"Version":"v1.0.0","Time":"2024-03-01T10:00:00Z"}`)
	for name, data := range map[string][]byte{"v1.0.0.info": info, "v1.0.0.mod": gomod, "v1.0.0.zip": zipped.Bytes()} {
		check(os.WriteFile(filepath.Join(folder, name), data, 0o666))
	}
	return int64(zipped.Len())
}

// Each does so many things, as many side by side as there are processors.
func each(count int, do func(int)) {
	var group sync.WaitGroup
	free := make(chan bool, runtime.GOMAXPROCS(0))
	for at := 0; at < count; at++ {
		group.Add(1)
		free <- true
		go func(at int) {
			defer group.Done()
			do(at)
			<-free
		}(at)
	}
	group.Wait()
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
