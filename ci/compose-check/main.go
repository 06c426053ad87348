// Command compose-check loads docker-compose.yml with the compose specification's own parser and fails when the file is
// not valid, or lacks a part of the production topology.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// topology names every service that must be there, with its number of replicas.
var topology = map[string]int{
	"proxy": 1, "api": 2, "worker": 2,
	"postgresql": 1, "temporal": 1, "temporal-setup": 1, "temporal-ui": 1, "operator-proxy": 1,
	"mongodb": 1, "mongodb-setup": 1,
	"mail": 1,
	"sms":  1,
}

// placeholders stand for the secrets that the file asks for.
var placeholders = []string{
	"PUBLIC_BASE_URL=https://selfcare.example",
	"SERVICE_KEYS=placeholder",
	"WORKER_KEYS=placeholder",
	"CODEC_ENDPOINT_TOKEN=placeholder",
	"POSTGRES_PASSWORD=placeholder",
}

func main() {
	if len(os.Args) != 2 {
		fail("usage: compose-check FILE")
	}
	project, err := load(os.Args[1])
	if err != nil {
		fail(err.Error())
	}
	faults := faultsOf(project)
	for _, fault := range faults {
		fmt.Fprintln(os.Stderr, fault)
	}
	if len(faults) > 0 {
		os.Exit(1)
	}
	fmt.Printf("%s: valid, %d services\n", os.Args[1], len(project.Services))
}

func load(file string) (*types.Project, error) {
	options, err := cli.NewProjectOptions([]string{file}, cli.WithEnv(placeholders), cli.WithInterpolation(true))
	if err != nil {
		return nil, err
	}
	return options.LoadProject(context.Background())
}

func faultsOf(project *types.Project) []string {
	var faults []string
	for name, replicas := range topology {
		service, found := project.Services[name]
		switch {
		case !found:
			faults = append(faults, "missing service: "+name)
		case service.GetScale() != replicas:
			faults = append(faults, fmt.Sprintf("%s: %d replicas, not %d", name, service.GetScale(), replicas))
		case service.Deploy == nil || service.Deploy.Resources.Limits == nil:
			faults = append(faults, name+": no resource limits")
		}
	}
	for name := range project.Services {
		if _, expected := topology[name]; !expected {
			faults = append(faults, "service that the check does not know: "+name)
		}
	}
	if _, has := project.Services["api"].Environment["WORKER_KEYS"]; has {
		faults = append(faults, "api: must not have WORKER_KEYS")
	}
	return faults
}

func fail(reason string) {
	fmt.Fprintln(os.Stderr, reason)
	os.Exit(1)
}
